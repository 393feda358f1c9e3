"""What stands around asking: suggestions, past and saved questions, files of questions."""
