// Nothing: the library of this file holds the precompiled headers of all others.
