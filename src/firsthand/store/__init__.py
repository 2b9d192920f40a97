"""Where truth and caches are kept: each module a store that keeps one port's promises."""
