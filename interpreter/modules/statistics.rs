//! `_statistics`: the inverse of the normal distribution.

use vm::import::NativeModule;
use vm::native::{Method, required};
use vm::objects::value::Value;
use vm::{Result, Vm};

/// The module.
pub static MODULE: NativeModule = NativeModule {
    name: "_statistics",
    doc: Some("Accelerates the module statistics."),
    functions: &[Method::new(
        "_normal_dist_inv_cdf",
        "($module, p, mu, sigma, /)",
        inverse_normal,
        "The value that a normal distribution stays below with probability p.",
    )],
    fill: |_, _| Ok(()),
};

/// Numerator and denominator of a rational function, the highest power first.
type Rational = ([f64; 8], [f64; 8]);

// The approximations of algorithm AS241 (M. J. Wichura, Applied Statistics 37, 1988): for the
// middle, for the sides and for the ends of the distribution.

const MIDDLE: Rational = (
    [
        2.509_080_928_730_122_7e3,
        3.343_057_558_358_813e4,
        6.726_577_092_700_87e4,
        4.592_195_393_154_987e4,
        1.373_169_376_550_946e4,
        1.971_590_950_306_551_3e3,
        1.331_416_678_917_843_8e2,
        3.387_132_872_796_366_5,
    ],
    [
        5.226_495_278_852_854e3,
        2.872_908_573_572_194_3e4,
        3.930_789_580_009_271e4,
        2.121_379_430_158_659_7e4,
        5.394_196_021_424_751e3,
        6.871_870_074_920_579e2,
        4.231_333_070_160_091e1,
        1.0,
    ],
);

const SIDES: Rational = (
    [
        7.745_450_142_783_414e-4,
        2.272_384_498_926_918_4e-2,
        2.417_807_251_774_506e-1,
        1.270_458_252_452_368_4,
        3.647_848_324_763_204_5,
        5.769_497_221_460_691,
        4.630_337_846_156_546,
        1.423_437_110_749_683_5,
    ],
    [
        1.050_750_071_644_416_9e-9,
        5.475_938_084_995_345e-4,
        1.519_866_656_361_645_7e-2,
        1.481_039_764_274_800_8e-1,
        6.897_673_349_851e-1,
        1.676_384_830_183_803_8,
        2.053_191_626_637_759,
        1.0,
    ],
);

const ENDS: Rational = (
    [
        2.010_334_399_292_288_1e-7,
        2.711_555_568_743_487_6e-5,
        1.242_660_947_388_078_4e-3,
        2.653_218_952_657_612_4e-2,
        2.965_605_718_285_048_7e-1,
        1.784_826_539_917_291_3,
        5.463_784_911_164_114,
        6.657_904_643_501_103,
    ],
    [
        2.044_263_103_389_939_8e-15,
        1.421_511_758_316_446e-7,
        1.846_318_317_510_054_8e-5,
        7.868_691_311_456_133e-4,
        1.487_536_129_085_061_5e-2,
        1.369_298_809_227_358e-1,
        5.998_322_065_558_88e-1,
        1.0,
    ],
);

fn polynomial(coefficients: &[f64; 8], x: f64) -> f64 {
    let [first, rest @ ..] = coefficients;
    rest.iter()
        .fold(*first, |sum, coefficient| sum * x + coefficient)
}

/// The value below which a standard normal distribution stays with probability `p`.
fn quantile(p: f64) -> Option<f64> {
    if p <= 0.0 || p >= 1.0 {
        return None;
    }
    let q = p - 0.5;
    if q.abs() <= 0.425 {
        let r = 0.180625 - q * q;
        let numerator = polynomial(&MIDDLE.0, r) * q;
        return Some(numerator / polynomial(&MIDDLE.1, r));
    }
    let r = if q <= 0.0 { p } else { 1.0 - p };
    if r <= 0.0 || r >= 1.0 {
        return None;
    }
    let r = (-r.ln()).sqrt();
    let (function, r) = if r <= 5.0 {
        (&SIDES, r - 1.6)
    } else {
        (&ENDS, r - 5.0)
    };
    let x = polynomial(&function.0, r) / polynomial(&function.1, r);
    Some(if q < 0.0 { -x } else { x })
}

fn inverse_normal(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let p = vm.to_f64(required(arguments, 0))?;
    let mean = vm.to_f64(required(arguments, 1))?;
    let deviation = vm.to_f64(required(arguments, 2))?;
    match quantile(p) {
        Some(x) => Ok(Value::float(mean + x * deviation)),
        None => Err(vm.value_error("inv_cdf undefined for these parameters")),
    }
}
