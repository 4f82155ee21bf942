//! Doubles, as programs have them that are the subject of ARK's coercions and of a lint:
//! read from a number's text, and written as ECMAScript writes them.
//!
//! In a JavaScript home these are `Number` and `String` themselves. Reading and writing
//! doubles brings tables that are a twentieth of the module, and there are no others of its
//! users.

/// The double nearest to a JSON number, as `JSON.parse` makes it.
pub(crate) fn of(number: &str) -> f64 {
    home::of(number)
}

/// `Number::toString`: the shortest digits that read back as the same double.
pub(crate) fn text(value: f64) -> String {
    home::text(value)
}

/// Every digit of a double without a fraction, however large.
pub(crate) fn whole(value: f64) -> String {
    home::whole(value)
}

#[cfg(all(feature = "wasm", target_family = "wasm"))]
mod home {
    use wasm_bindgen::JsValue;
    use wasm_bindgen::prelude::wasm_bindgen;

    #[wasm_bindgen]
    extern "C" {
        #[wasm_bindgen(js_name = Number)]
        fn number_of(text: &str) -> f64;
        #[wasm_bindgen(js_name = String)]
        fn text_of(value: f64) -> String;
        #[wasm_bindgen(js_name = BigInt)]
        fn big_integer_of(value: f64) -> JsValue;
        #[wasm_bindgen(js_name = String)]
        fn text_of_big_integer(value: JsValue) -> String;
    }

    pub(super) fn of(number: &str) -> f64 {
        // Most numbers are short; a call across the boundary costs more than their digits.
        let short = number.len() <= 9 && number.bytes().all(|byte| byte.is_ascii_digit());
        match number.parse::<u32>() {
            Ok(whole) if short => f64::from(whole),
            _ => number_of(number),
        }
    }

    pub(super) fn text(value: f64) -> String {
        text_of(value)
    }

    pub(super) fn whole(value: f64) -> String {
        text_of_big_integer(big_integer_of(value))
    }
}

#[cfg(not(all(feature = "wasm", target_family = "wasm")))]
mod home {
    pub(super) fn of(number: &str) -> f64 {
        // The grammar of JSON numbers is part of what Rust reads, also correctly rounded.
        number.parse().unwrap_or(f64::NAN)
    }

    pub(super) fn whole(value: f64) -> String {
        format!("{value:.0}")
    }

    pub(super) fn text(value: f64) -> String {
        if value == 0.0 {
            return "0".to_owned();
        }
        if !value.is_finite() {
            return if value > 0.0 { "Infinity" } else { "-Infinity" }.to_owned();
        }
        let shortest = format!("{:e}", value.abs());
        let (mantissa, exponent) = shortest.split_once('e').unwrap_or((&shortest, "0"));
        let digits = mantissa.replace('.', "");
        let count = i32::try_from(digits.len()).unwrap_or(i32::MAX);
        // Digits before the point.
        let point = exponent.parse::<i32>().unwrap_or(0) + 1;
        let zeros = |count: i32| "0".repeat(usize::try_from(count).unwrap_or(0));
        let unsigned = if count <= point && point <= 21 {
            digits.clone() + &zeros(point - count)
        } else if 0 < point && point <= 21 {
            let (whole, fraction) = digits.split_at(usize::try_from(point).unwrap_or(0));
            format!("{whole}.{fraction}")
        } else if -6 < point && point <= 0 {
            format!("0.{}{digits}", zeros(-point))
        } else {
            let (first, rest) = digits.split_at(1);
            let fraction = if rest.is_empty() { String::new() } else { format!(".{rest}") };
            format!("{first}{fraction}e{:+}", point - 1)
        };
        if value < 0.0 { format!("-{unsigned}") } else { unsigned }
    }
}
