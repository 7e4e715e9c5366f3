"""What came back: each file of the inbox opened safely, identified, judged."""
