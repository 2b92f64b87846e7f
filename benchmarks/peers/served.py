"""Serves one script as `server.py` serves ours: `python -m benchmarks.peers.served SCRIPT HOST PORT`."""

import sys

import streamlit as st
import uvicorn


def main() -> None:
    """Serve until stopped."""
    script, host, port = sys.argv[1:]
    uvicorn.run(
        st.App(script),
        host=host,
        port=int(port),
        ws="websockets-sansio",
        ws_per_message_deflate=False,
        access_log=False,
        log_level="warning",
    )


if __name__ == "__main__":
    main()
