"""How good rankings are: on judged pairs, on made-up markets and on graded beds."""
