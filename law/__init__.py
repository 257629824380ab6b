"""The law of Polish social welfare as pure functions and dated data; imports nothing of ours."""
