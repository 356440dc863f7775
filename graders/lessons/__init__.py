"""Hidden checks of the lessons, one module a lesson: `lesson_NN_topic`."""
