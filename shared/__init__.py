"""What every service agrees on; nothing enters before two services need it."""
