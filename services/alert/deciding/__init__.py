"""What is news: pure functions of the rules, the state and one record; live, and for replays."""
