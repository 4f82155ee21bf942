//! Points in time as texts. Nothing here reads a clock.

/// Milliseconds of a day.
const DAY: u64 = 86_400_000;

/// The last millisecond that has a year of four digits.
const LAST: u64 = 253_402_300_799_999;

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// A point in time as providers write it: `2023-12-04T10:02:22.280Z`.
///
/// `millis` counts from 1970-01-01 UTC; what is past the year 9999 is told as its end.
pub(crate) fn iso(millis: u64) -> String {
    let millis = millis.min(LAST);
    let (year, month, day) = civil(millis / DAY);
    let rest = millis % DAY;
    let (hour, minute) = (rest / 3_600_000, rest / 60_000 % 60);
    let (second, fraction) = (rest / 1_000 % 60, rest % 1_000);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{fraction:03}Z")
}

/// The milliseconds of a date with a time and an offset (RFC 3339, section 5.6), from 1970 on;
/// what is finer than a millisecond is cut off.
pub(crate) fn from_iso(text: &str) -> Option<u64> {
    let digits = |text: &str, width: usize| -> Option<u64> {
        let plain = text.len() == width && text.bytes().all(|byte| byte.is_ascii_digit());
        if plain { text.parse().ok() } else { None }
    };
    let (date, time) = text.split_once(['T', 't', ' '])?;
    let date: Vec<&str> = date.split('-').collect();
    let [year, month, day] = date.as_slice() else { return None };
    let days = days(digits(year, 4)?, digits(month, 2)?, digits(day, 2)?)?;
    let (clock, offset) = match time.strip_suffix(['Z', 'z']) {
        Some(clock) => (clock, "+00:00"),
        None => time.split_at_checked(time.len().checked_sub(6)?)?,
    };
    let (whole, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    let whole: Vec<&str> = whole.split(':').collect();
    let [hour, minute, second] = whole.as_slice() else { return None };
    let (hour, minute, second) = (digits(hour, 2)?, digits(minute, 2)?, digits(second, 2)?);
    let fraction = format!("{:0<3}", fraction.get(..fraction.len().min(3))?);
    let fraction = digits(&fraction, 3)?;
    let (ahead, behind) = offset.split_once(':')?;
    let sign = ahead.chars().next()?;
    let (hours, minutes) = (digits(ahead.get(1..)?, 2)?, digits(behind, 2)?);
    let offset = hours * 3_600_000 + minutes * 60_000;
    let fine = hour < 24 && minute < 60 && second < 61 && hours < 24 && minutes < 60;
    let clock = hour * 3_600_000 + minute * 60_000 + second.min(59) * 1_000 + fraction;
    let local = days * DAY + clock;
    match sign {
        _ if !fine => None,
        '+' => local.checked_sub(offset),
        '-' => Some(local + offset),
        _ => None,
    }
}

/// The milliseconds of an HTTP date (RFC 9110, section 5.6.7) in the form that senders
/// must write: `Sun, 06 Nov 1994 08:49:37 GMT`.
pub(crate) fn http(text: &str) -> Option<u64> {
    let (weekday, rest) = text.split_once(", ")?;
    let parts: Vec<&str> = rest.split(' ').collect();
    let [day, month, year, time, "GMT"] = parts.as_slice() else { return None };
    let number = |text: &str, width: usize| -> Option<u64> {
        let plain = text.len() == width && text.bytes().all(|byte| byte.is_ascii_digit());
        if plain { text.parse().ok() } else { None }
    };
    let clock: Vec<&str> = time.split(':').collect();
    let [hour, minute, second] = clock.as_slice() else { return None };
    let (hour, minute, second) = (number(hour, 2)?, number(minute, 2)?, number(second, 2)?);
    let month = MONTHS.iter().position(|name| name == month)?;
    let days = days(number(year, 4)?, u64::try_from(month).ok()? + 1, number(day, 2)?)?;
    // A leap second is the second before it.
    let fine = weekday.len() == 3 && hour < 24 && minute < 60 && second < 61;
    fine.then(|| days * DAY + hour * 3_600_000 + minute * 60_000 + second.min(59) * 1_000)
}

/// Year, month and day of a number of days since 1970.
fn civil(days: u64) -> (u64, u64, u64) {
    // Years begin in March, so that the leap day is the last one; an era has 400 years.
    let days = days + 719_468;
    let (era, day) = (days / 146_097, days % 146_097);
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let (month, wrapped) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    (era * 400 + year + wrapped, month, day)
}

/// The days since 1970 of a day that exists, from 1970 on.
fn days(year: u64, month: u64, day: u64) -> Option<u64> {
    let march_year = if month > 2 { year } else { year.checked_sub(1)? };
    let march_month = if month > 2 { month - 3 } else { month + 9 };
    let (era, of_era) = (march_year / 400, march_year % 400);
    let of_year = (153 * march_month + 2) / 5 + day.checked_sub(1)?;
    let days = era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year;
    days.checked_sub(719_468).filter(|&days| civil(days) == (year, month, day))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn dates_with_offsets() {
        for (text, millis) in [
            ("1970-01-01T00:00:00Z", Some(0)),
            ("2023-12-04T10:02:22.280Z", Some(1_701_684_142_280)),
            ("2023-12-04t10:02:22.2809999z", Some(1_701_684_142_280)),
            ("2023-12-04T12:02:22.28+02:00", Some(1_701_684_142_280)),
            ("2023-12-04T05:32:22.280-04:30", Some(1_701_684_142_280)),
            ("1970-01-01T00:00:00+00:01", None),
            ("2023-12-04", None),
            ("2023-12-04T10:02:22", None),
            ("2023-12-04T10:02Z", None),
            ("2023-02-29T10:02:22Z", None),
            ("2023-12-04T24:00:00Z", None),
            ("2023-12-04T10:02:22.Z", Some(1_701_684_142_000)),
            ("2023-12-04T10:02:22.xZ", None),
            ("2023-12-04T10:02:22é00:00", None),
            ("yesterday", None),
            ("", None),
        ] {
            assert_eq!(from_iso(text), millis, "{text}");
        }
    }

    #[test]
    fn known_times() {
        for (millis, text) in [
            (0, "1970-01-01T00:00:00.000Z"),
            (951_782_400_000, "2000-02-29T00:00:00.000Z"),
            (1_701_684_142_280, "2023-12-04T10:02:22.280Z"),
            (4_107_542_399_999, "2100-02-28T23:59:59.999Z"),
            (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
            (u64::MAX, "9999-12-31T23:59:59.999Z"),
        ] {
            assert_eq!(iso(millis), text);
        }
    }

    #[test]
    fn every_day_of_three_eras_comes_back() {
        for day in 0..3 * 146_097 {
            let (year, month, of_month) = civil(day);
            assert_eq!(days(year, month, of_month), Some(day));
        }
    }

    #[test]
    fn dates_of_http() {
        assert_eq!(http("Sun, 06 Nov 1994 08:49:37 GMT"), Some(784_111_777_000));
        for wrong in [
            "",
            "120",
            "Sun, 06 Nov 1994 08:49:37",
            "Sun, 6 Nov 1994 08:49:37 GMT",
            "Sun, 31 Feb 2024 08:49:37 GMT",
            "Sun, 06 Nov 1994 24:00:00 GMT",
            "Sun, 06 Nov 1969 00:00:00 GMT",
            "Sun, 06 Nov 1994 +8:49:37 GMT",
            "Sunday, 06-Nov-94 08:49:37 GMT",
        ] {
            assert_eq!(http(wrong), None, "{wrong}");
        }
    }
}
