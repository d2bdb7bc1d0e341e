# Shows: await outside of a function.
value = await something
