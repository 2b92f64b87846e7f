"""What is fetched from outside: asked politely, bounded in every way, whole or not at all."""
