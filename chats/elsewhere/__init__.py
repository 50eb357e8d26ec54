"""What was said and agreed by other means than the page behind the link, as the seeker notes it."""
