"""What each screen of the workbench shows, gathered from the case: values that any door may render."""
