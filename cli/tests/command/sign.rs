//! `hooksieve sign` and `hooksieve verify`.

use crate::run::Place;

const SECRET: &str = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
const BODY: &str = r#"{"email":"test@example.com","username":"test_user"}"#;
const SIGNATURE: &str = "v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw=";

/// A directory with a secret, as an editor leaves it, and the body that goes with it.
fn place(test: &str) -> Place {
    Place::new(test).with("secret", format!("{SECRET}\n")).with("body.json", BODY)
}

#[test]
fn what_is_signed_is_verified() {
    let place = place("signed");
    let scheme = "--scheme standard-webhooks --secret-file secret";
    let sign = format!("sign {scheme} --id msg_27UH4WbU6Z5A5EzD8u03UvzRbpk --timestamp 1649367553");
    let signed = place.run_on(&sign, BODY);
    assert_eq!((signed.code, signed.err.as_str()), (0, ""), "{signed:?}");
    assert_eq!(signed.out.lines().last(), Some(format!("webhook-signature: {SIGNATURE}").as_str()));
    place.write("headers", format!("POST /hooks HTTP/1.1\n{}\n{BODY}", signed.out));
    let verify = format!("verify {scheme} --headers headers body.json");
    let good = place.run(&format!("{verify} --now 1649367600"));
    assert_eq!((good.code, good.err.as_str()), (0, ""), "{good:?}");
    assert_eq!(good.out, "verified, id msg_27UH4WbU6Z5A5EzD8u03UvzRbpk, sent at 1649367553\n");
    // The clock of the machine is long past it.
    let late = place.run(&verify);
    assert_eq!((late.code, late.out.as_str()), (1, ""), "{late:?}");
    assert!(late.err.contains("not verified (too-old)"), "{late:?}");
    place.write("body.json", BODY.replace("test_user", "other"));
    let forged = place.run(&format!("{verify} --now 1649367600"));
    assert_eq!(forged.code, 1);
    assert!(forged.err.contains("(mismatch)") && !forged.err.contains(SIGNATURE), "{forged:?}");
}

#[test]
fn secrets_come_from_files_stdin_and_the_environment() {
    let place = place("sources");
    let arguments = "sign --scheme hooksieve --id m --timestamp 1 body.json --secret-file";
    let from_file = place.run(&format!("{arguments} secret"));
    let from_stdin = place.run_on(&format!("{arguments} -"), SECRET);
    let mut command = place.command("sign --scheme hooksieve --id m --timestamp 1 body.json");
    command.args(["--secret-env", "HOOKSIEVE_TEST_SECRET"]);
    command.env("HOOKSIEVE_TEST_SECRET", SECRET);
    let from_environment = crate::run::pipe(command, b"");
    assert_eq!(from_file.code, 0, "{from_file:?}");
    assert_eq!(from_file.out, from_stdin.out);
    assert_eq!(from_file.out, from_environment.out);
    for (arguments, why) in [
        ("sign --scheme dfns body.json", "a secret is needed"),
        ("sign --scheme dfns --secret-env NOT_SET_ANYWHERE body.json", "NOT_SET_ANYWHERE"),
        ("sign --scheme dfns --secret-file - -", "only one thing"),
        ("sign --scheme dfns --secret-file missing body.json", "no such file"),
        ("sign --scheme dakota --secret-file secret body.json", "64 hexadecimal digits"),
        ("sign --scheme hooksieve --secret-file secret body.json", "--id"),
        ("sign --scheme nobody --secret-file secret body.json", "nobody"),
        ("sign --scheme dfns --secret whs-1 body.json", "--secret"),
        ("verify --scheme dfns --secret-file secret -H PLANTED body.json", "Name: value"),
        ("verify --scheme dfns --secret-file secret --headers secret body.json", "secret:1"),
    ] {
        let ran = place.run(arguments);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{arguments}: {ran:?}");
        assert!(ran.err.contains(why), "{arguments}: {ran:?}");
        assert!(!ran.err.contains("C2FVsBQI"), "{arguments}: {ran:?}");
    }
}
