//! The role ui_gateway: the page, security headers, forwarding.
