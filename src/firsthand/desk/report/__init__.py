"""The report that people read: a case's own sentences and entries as one page that asks nothing of the network."""
