//! Text and bytes: strings in WTF-8, their methods, codecs.
