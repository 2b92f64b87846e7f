"""Nothing: what Streamlit itself takes to answer."""
