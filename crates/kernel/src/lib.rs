//! Words without I/O: typed ids, clock, entropy, money, quantity, paging, patches and problems.
