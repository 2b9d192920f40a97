"""Same picture, same film, same sound? Which recording?"""
