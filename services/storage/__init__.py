"""Files of people: encrypted at rest, in a local folder or any S3, handed out by signed links that expire."""
