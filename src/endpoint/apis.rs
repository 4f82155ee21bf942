//! The endpoints of the providers, each with the documents they were taken from.

use super::answer::ErrorForm;
use super::api::{
    Api, Asks, Done, EventList, Filter, HistoryForm, IdForm, Listing, Paging, SecretForm, Time,
};
use super::paths::Kind;
use crate::dialect::Dialect;

/// Dfns (API reference, Webhooks; SDK 0.8.21, `generated/webhooks`). "Default limit 5
/// webhooks per organisation" (create-webhook). The size of a page is ours.
const DFNS: Api = Api {
    dialect: Dialect::DFNS,
    routes: &[
        ("POST", "/webhooks", Kind::Create),
        ("GET", "/webhooks", Kind::List),
        ("GET", "/webhooks/{}", Kind::Get),
        ("PUT", "/webhooks/{}", Kind::Update),
        ("DELETE", "/webhooks/{}", Kind::Delete),
        ("POST", "/webhooks/{}/ping", Kind::Ping),
        ("GET", "/webhooks/{}/events", Kind::Events),
        ("GET", "/webhooks/{}/events/{}", Kind::Event),
    ],
    id: ("id", IdForm::DfnsWebhook),
    secret: Some(("secret", SecretForm::Dfns)),
    times: &[("dateCreated", Time::Created), ("dateUpdated", Time::Updated)],
    defaults: &[("status", r#""Enabled""#)],
    order: &[
        "id",
        "url",
        "events",
        "status",
        "dateCreated",
        "dateUpdated",
        "secret",
        "description",
    ],
    off: Some(("status", r#""Disabled""#)),
    update_by_query: false,
    wrapped: false,
    created: 200,
    updated: Done::Object,
    deleted: Done::Body(200, r#"{"deleted":true}"#),
    listing: Listing {
        items: "items",
        limit: "limit",
        usual: 100,
        most: 100,
        newest_first: false,
        paging: Paging::Token { parameter: "paginationToken", member: "nextPageToken" },
    },
    history: HistoryForm::Attempts,
    events: EventList {
        items: "items",
        id: "id",
        filters: &[
            Filter { parameter: "kind", member: "kind", asks: Asks::Same },
            Filter { parameter: "deliveryFailed", member: "deliveryFailed", asks: Asks::Flag },
        ],
        first: None,
        paging: None,
    },
    most: Some(5),
    invalid: 400,
    errors: ErrorForm::Nested,
};

/// Dakota (`openapi.yaml` of the TypeScript SDK, webhooks; `listWebhookHistory` and
/// `getWebhookDelivery` for records of deliveries).
const DAKOTA: Api = Api {
    dialect: Dialect::DAKOTA,
    routes: &[
        ("POST", "/webhooks/targets", Kind::Create),
        ("GET", "/webhooks/targets", Kind::List),
        ("GET", "/webhooks/targets/{}", Kind::Get),
        ("PATCH", "/webhooks/targets/{}", Kind::Update),
        ("DELETE", "/webhooks/targets/{}", Kind::Delete),
        ("POST", "/webhooks/events/{}/replay", Kind::Replay),
        ("GET", "/webhooks", Kind::History),
        ("GET", "/webhooks/{}", Kind::HistoryEvent),
    ],
    id: ("id", IdForm::Ksuid),
    secret: None,
    times: &[("time_last_healthy", Time::Healthy), ("time_last_attempted", Time::Attempted)],
    defaults: &[("global", "false")],
    order: &["id", "url", "global", "event_types", "time_last_healthy", "time_last_attempted"],
    off: None,
    update_by_query: false,
    wrapped: false,
    created: 201,
    updated: Done::Object,
    deleted: Done::Status(204),
    listing: Listing {
        items: "data",
        limit: "limit",
        usual: 20,
        most: 100,
        newest_first: false,
        paging: Paging::Ids,
    },
    history: HistoryForm::Record,
    events: EventList {
        items: "data",
        id: "id",
        filters: &[
            Filter {
                parameter: "status",
                member: "status",
                asks: Asks::Known(&["delivered", "failed", "pending"]),
            },
            Filter { parameter: "event_type", member: "event_type", asks: Asks::Same },
            Filter { parameter: "simulation_id", member: "simulation_id", asks: Asks::Same },
            Filter { parameter: "from", member: "created_at", asks: Asks::From },
            Filter { parameter: "to", member: "created_at", asks: Asks::To },
        ],
        first: None,
        paging: Some(Paging::Cursor),
    },
    most: None,
    invalid: 400,
    errors: ErrorForm::Problem,
};

/// Coinbase CDP (`openapi.yaml` of the SDK, data/webhooks/subscriptions; lists are "in
/// descending order by creation time").
const CDP: Api = Api {
    dialect: Dialect::CDP,
    routes: &[
        ("POST", "/v2/data/webhooks/subscriptions", Kind::Create),
        ("GET", "/v2/data/webhooks/subscriptions", Kind::List),
        ("GET", "/v2/data/webhooks/subscriptions/{}", Kind::Get),
        ("PUT", "/v2/data/webhooks/subscriptions/{}", Kind::Update),
        ("DELETE", "/v2/data/webhooks/subscriptions/{}", Kind::Delete),
        ("GET", "/v2/data/webhooks/subscriptions/{}/events", Kind::Events),
    ],
    id: ("subscriptionId", IdForm::Uuid),
    secret: Some(("secret", SecretForm::Uuid)),
    times: &[("createdAt", Time::Created), ("updatedAt", Time::Updated)],
    defaults: &[],
    order: &[
        "createdAt",
        "updatedAt",
        "description",
        "eventTypes",
        "isEnabled",
        "metadata",
        "secret",
        "subscriptionId",
        "target",
        "labels",
    ],
    off: Some(("isEnabled", "false")),
    update_by_query: false,
    wrapped: false,
    created: 201,
    updated: Done::Object,
    deleted: Done::Status(204),
    listing: Listing {
        items: "subscriptions",
        limit: "pageSize",
        usual: 20,
        most: 100,
        newest_first: true,
        paging: Paging::Token { parameter: "pageToken", member: "nextPageToken" },
    },
    history: HistoryForm::Summary,
    events: EventList {
        items: "events",
        id: "eventId",
        filters: &[
            Filter { parameter: "eventId", member: "eventId", asks: Asks::Same },
            Filter { parameter: "eventTypeNames", member: "eventTypeName", asks: Asks::OneOf },
            Filter { parameter: "minCreatedAt", member: "createdAt", asks: Asks::From },
            Filter { parameter: "maxCreatedAt", member: "createdAt", asks: Asks::To },
        ],
        first: Some(50),
        paging: None,
    },
    most: None,
    invalid: 400,
    errors: ErrorForm::Typed,
};

/// ARK (Webhook API page of 2018-08-24 with its paged list and `{}` answers; core 3.9.1,
/// `server/index`: ids, the token's first half is kept, 422).
const ARK: Api = Api {
    dialect: Dialect::ARK,
    routes: &[
        ("POST", "/api/webhooks", Kind::Create),
        ("GET", "/api/webhooks", Kind::List),
        ("GET", "/api/webhooks/{}", Kind::Get),
        ("PUT", "/api/webhooks/{}", Kind::Update),
        ("DELETE", "/api/webhooks/{}", Kind::Delete),
    ],
    id: ("id", IdForm::Uuid),
    secret: Some(("token", SecretForm::HalfToken)),
    times: &[],
    defaults: &[("enabled", "true")],
    order: &["id", "event", "target", "token", "enabled", "conditions"],
    off: Some(("enabled", "false")),
    update_by_query: true,
    wrapped: true,
    created: 201,
    updated: Done::Body(200, "{}"),
    deleted: Done::Body(200, "{}"),
    listing: Listing {
        items: "data",
        limit: "limit",
        usual: 100,
        most: 100,
        newest_first: false,
        paging: Paging::Pages { path: "/api/webhooks" },
    },
    history: HistoryForm::None,
    events: EventList { items: "data", id: "id", filters: &[], first: None, paging: None },
    most: None,
    invalid: 422,
    errors: ErrorForm::Boom,
};

/// The native subscriptions.
const HOOKSIEVE: Api = Api {
    dialect: Dialect::HOOKSIEVE,
    routes: &[
        ("POST", "/subscriptions", Kind::Create),
        ("GET", "/subscriptions", Kind::List),
        ("GET", "/subscriptions/{}", Kind::Get),
        ("PUT", "/subscriptions/{}", Kind::Update),
        ("DELETE", "/subscriptions/{}", Kind::Delete),
        ("GET", "/subscriptions/{}/events", Kind::Events),
    ],
    id: ("id", IdForm::Uuid),
    secret: Some(("secret", SecretForm::StandardWebhooks)),
    times: &[],
    defaults: &[],
    order: &[
        "id",
        "enabled",
        "global",
        "events",
        "labels",
        "match",
        "conditions",
        "target",
        "description",
        "metadata",
        "secret",
    ],
    off: Some(("enabled", "false")),
    update_by_query: false,
    wrapped: false,
    created: 201,
    updated: Done::Object,
    deleted: Done::Status(204),
    listing: Listing {
        items: "items",
        limit: "limit",
        usual: 100,
        most: 100,
        newest_first: false,
        paging: Paging::Token { parameter: "after", member: "next" },
    },
    history: HistoryForm::Summary,
    events: EventList { items: "items", id: "eventId", filters: &[], first: None, paging: None },
    most: None,
    invalid: 422,
    errors: ErrorForm::Nested,
};

impl Api {
    /// The endpoints of a dialect's provider, with the requests of that edition.
    ///
    /// ```
    /// use hooksieve::{Dialect, endpoint::Api};
    /// for &dialect in Dialect::all() {
    ///     assert_eq!(Api::of(dialect).unwrap().dialect(), dialect);
    /// }
    /// ```
    pub fn of(dialect: Dialect) -> Option<Self> {
        let known = [DFNS, DAKOTA, CDP, ARK, HOOKSIEVE];
        let api = known.into_iter().find(|api| api.dialect.provider() == dialect.provider())?;
        Some(Self { dialect, ..api })
    }

    /// The dialect of the requests.
    ///
    /// ```
    /// use hooksieve::{Dialect, endpoint::Api};
    /// assert_eq!(Api::of(Dialect::CDP_2026_09).unwrap().dialect(), Dialect::CDP_2026_09);
    /// ```
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }
}
