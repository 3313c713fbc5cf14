"""A phone network in memory that speaks Twilio's REST API, with phones in a page."""
