"""What sources contradict: rules that are declared with the data, run at every build."""
