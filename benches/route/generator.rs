//! Events of the four providers' shapes, the same in every run.

/// Event types, frequent ones first, and the provider that sends them.
pub(super) const TYPES: &[(&str, Provider)] = &[
    ("transaction.applied", Provider::Ark),
    ("wallet.blockchainevent.detected", Provider::Dfns),
    ("onchain.activity.detected", Provider::Cdp),
    ("transaction.auto.updated", Provider::Dakota),
    ("block.forged", Provider::Ark),
    ("wallet.transfer.confirmed", Provider::Dfns),
    ("wallet.activity.detected", Provider::Cdp),
    ("customer.updated", Provider::Dakota),
    ("wallet.transfer.requested", Provider::Dfns),
    ("payments.transfers.completed", Provider::Cdp),
    ("wallet.created", Provider::Dfns),
    ("wallet.deposit", Provider::Dakota),
    ("policy.triggered", Provider::Dfns),
    ("delegate.registered", Provider::Ark),
];

/// Contracts that events and subscriptions name.
pub(super) const CONTRACTS: &[&str] = &[
    "0x940181a94A35A4569E4529A3CDfB74e38FD98631",
    "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913",
    "0x4200000000000000000000000000000000000006",
];

/// Whose shape an event has.
#[derive(Clone, Copy)]
pub(super) enum Provider {
    Ark,
    Dfns,
    Cdp,
    Dakota,
}

/// `SplitMix64`.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn pick<T: Copy>(&mut self, list: &[T]) -> T {
        list[(self.next() % list.len() as u64) as usize]
    }

    /// A type: the n-th is drawn 1/n as often as the first (Zipf).
    fn event_type(&mut self) -> (&'static str, Provider) {
        let total: f64 = (1..=TYPES.len()).map(|rank| 1.0 / rank as f64).sum();
        let mut left = (self.next() >> 11) as f64 / (1_u64 << 53) as f64 * total;
        for (rank, known) in (1..).zip(TYPES) {
            left -= 1.0 / f64::from(rank);
            if left <= 0.0 {
                return *known;
            }
        }
        TYPES[0]
    }

    fn hex(&mut self, digits: usize) -> String {
        let runs = (0..digits.div_ceil(16)).map(|_| format!("{:016x}", self.next()));
        let mut text: String = runs.collect();
        text.truncate(digits);
        text
    }
}

pub(super) fn events(count: usize) -> Vec<String> {
    let mut random = Random(42);
    (0..count).map(|_| event(&mut random)).collect()
}

fn event(random: &mut Random) -> String {
    let (name, provider) = random.event_type();
    let amount = u128::from(random.next()) * 17;
    let network = random.pick(&["base-mainnet", "base-sepolia", "ethereum-mainnet"]);
    let environment = random.pick(&["prod", "staging"]);
    let status = random.pick(&["Confirmed", "Included", "Pending"]);
    let contract = random.pick(CONTRACTS);
    let note = random.pick(&["monthly payout", "refund of order 4711", "invoice 2026-05", ""]);
    let (from, to, hash) = (random.hex(40), random.hex(40), random.hex(64));
    let height = random.next() % 50_000_000;
    match provider {
        Provider::Ark => format!(
            r#"{{"event":"{name}","timestamp":{height}123,"data":{{"id":"{hash}","blockId":"{from}","version":2,"type":0,"typeGroup":1,"amount":"{amount}","fee":"10000000","sender":"A{from}","senderPublicKey":"03{hash}","recipient":"A{to}","signature":"{hash}{hash}","note":"{note}","vendorField":"{note}","confirmations":{},"status":"{status}","timestamp":{{"epoch":{height},"unix":1700{height},"human":"2026-05-19T21:22:10.000Z"}},"nonce":"{}"}}}}"#,
            height % 100,
            height % 977
        ),
        Provider::Dfns => format!(
            r#"{{"id":"whe-{}","kind":"{name}","date":"2026-05-19T21:22:10.123Z","deliveryAttempt":1,"timestampSent":1779225730,"data":{{"status":"{status}","amount":"{amount}","note":"{note}","transferRequest":{{"id":"xfr-{}","walletId":"wa-{}","network":"{network}","requester":{{"userId":"us-{}","tokenId":"to-{}","appId":"ap-{}"}},"requestBody":{{"kind":"Erc20","contract":"{contract}","amount":"{amount}","to":"0x{to}"}},"metadata":{{"asset":{{"symbol":"USDC","decimals":6,"verified":true}}}},"status":"{status}","txHash":"0x{hash}","dateRequested":"2026-05-19T21:21:58.001Z"}}}}}}"#,
            &hash[..16],
            &from[..16],
            &to[..16],
            &from[16..32],
            &to[16..32],
            &hash[16..32]
        ),
        Provider::Cdp => format!(
            r#"{{"eventId":"{hash}","eventType":"{name}","timestamp":"2026-05-19T21:22:10Z","labels":{{"network":"{network}","env":"{environment}","team":"payments"}},"data":{{"network":"{network}","blockNumber":"{height}","blockTimestamp":"2026-05-19T21:22:08Z","transactionHash":"0x{hash}","logIndex":"29","contract_address":"{contract}","event_name":"Transfer","event_signature":"Transfer(address,address,uint256)","transaction_from":"0x{from}","transaction_to":"0x{to}","parameters":{{"from":"0x{from}","to":"0x{to}","value":"{amount}"}},"amount":"{amount}","status":"{status}"}}}}"#
        ),
        Provider::Dakota => format!(
            r#"{{"id":"{}","type":"{name}","created":1779225730,"api_version":"1.0.0","labels":{{"network":"{network}","env":"{environment}"}},"data":{{"status":"{status}","note":"{note}","amount":"{amount}","object":{{"id":"{}","auto_account_id":"{}","customer_id":"{}","status":"completed","source":{{"network":"{network}","address":"0x{from}","asset":"USDC"}},"destination":{{"kind":"bank","last4":"6789","currency":"USD"}},"receipt":{{"input":"{amount}","output":"{height}.25","fee":"0.10"}}}},"items":[{{"amount":{},"sku":"a"}},{{"amount":{},"sku":"b"}}],"previous_attributes":{{"status":"processing"}}}},"metadata":{{"source":"platform"}},"request":{{"id":"{}","idempotency_key":null}}}}"#,
            &hash[..27],
            &hash[..27],
            &from[..27],
            &to[..27],
            height % 9000,
            height % 400,
            &hash[27..54]
        ),
    }
}
