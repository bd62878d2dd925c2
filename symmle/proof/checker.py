"""placeholder"""
Replay = replay = None
