//! Entry → activity, source, body, donor. In: entries as written, the plan, the vocabulary. Out:
//! what each means and which step told it, and findings. A suggestion is never applied by itself.
