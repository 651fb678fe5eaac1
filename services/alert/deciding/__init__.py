"""What is news: pure functions of the rules, the state and one record, for the live journal and for replays."""
