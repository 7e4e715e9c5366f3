"""tonghop: consolidate the Excel returns of many agencies into one Word and one Excel report."""
