"""What is decided by the rules in force."""

from shared.events import ArticleTagged, MinutePassed, MuteBegan, MuteEnded, SliceWarmed

Record = ArticleTagged | MinutePassed | MuteBegan | MuteEnded | SliceWarmed
