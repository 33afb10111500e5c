"""Finding the best of a large pool exactly without rating everybody: what scorers declare of their
ratings, the sparse forms these are kept in, and the bounds that leave rows out."""
