"""CoffeeChat on one machine: its servers, its mailbox, sample data. Production loads
none of it but the sample data, where an instance asks for them."""
