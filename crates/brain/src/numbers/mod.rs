//! Special functions, quantiles and root finding that the statistics of this role stand on.
//! The error and log-gamma functions come from `libm`; what is here reaches about 13 significant digits.

// Counts and degrees of freedom are numbers of the analysis, far below 2^52.
#![allow(clippy::cast_precision_loss)]
// Exact zeros and equal times are what they are: ties in the data, not results of rounding.
#![allow(clippy::float_cmp)]
// Formulas keep the letters of their sources.
#![allow(clippy::many_single_char_names)]

mod gamma;
mod normal;
mod poisson;
mod roots;

pub use gamma::{
    chi_square_cdf, chi_square_quantile, chi_square_sf, gamma, gamma_cdf, gamma_density, gamma_sf, ln_gamma,
    scaled_upper_gamma,
};
pub use normal::{
    density, ln_cdf, ln_density, ln_sf, normal_cdf, normal_quantile, normal_quantile_of_ln_sf, normal_sf,
    two_sided,
};
pub use poisson::{ln_factorial, poisson_cdf, poisson_mass};
pub use roots::{Bracket, minimise, root};

/// `ln(1 - e^x)` for `x <= 0`, without cancellation (Mächler 2012, "Accurately computing log(1 - exp(-|a|))").
pub fn ln_one_minus_exp(x: f64) -> f64 {
    if x > -std::f64::consts::LN_2 { (-x.exp_m1()).ln() } else { (-x.exp()).ln_1p() }
}
