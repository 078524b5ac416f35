//! The changelog: the public story of releases.
