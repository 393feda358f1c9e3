"""From a question to ranked passages and cited answers, over HTTP and on the command line."""
