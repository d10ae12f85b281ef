import HTTPTypes

extension APIDescription {
    /// Refusals that any request can meet.
    private static let anyFailures = [400, 414, 431]
    private static let readFailures = [404, 410, 500, 503] + anyFailures
    private static let writeFailures =
        [401, 404, 408, 409, 412, 413, 422, 429, 500, 503, 504, 507] + anyFailures
    private static let waiting = ["minCommit", "wait"]
    private static let writeHeaders = ["author", "ifMatch", "ifNoneMatch"]

    private static let written = DescribedAnswer(
        status: 200,
        text: "Replaced, changed or removed; or nothing differed, and no commit was made.",
        content: .json("Written"), headers: ["ETag"])
    private static let made = DescribedAnswer(
        status: 201, text: "Created.", content: .json("Written"), headers: ["ETag"])

    static var reads: [DescribedOperation] {
        [
            read(
                "/api/sheets", "listSheets", "The sheets of the branch, with their record counts",
                failures: readFailures.filter { $0 != 404 },
                answers: [.init(status: 200, text: "By name.", content: .json("Sheets"))]),
            read(
                "/api/sheets/{sheet}", "listRecords", "A page of a sheet's records",
                """
                In the order of their paths, or as `sort` says. A cursor stays valid over swaps: it \
                goes on after the last key, in the state then served.
                """, ["sheet", "limit", "cursor", "sort", "q", "filters"],
                answers: [.init(status: 200, text: "The page.", content: .json("Page"))]),
            read(
                "/api/sheets/{sheet}/{path}", "readRecord", "One record", nil,
                ["sheet", "path", "readIfNoneMatch"],
                answers: [
                    .init(
                        status: 200, text: "Its fields.", content: .json("Record"),
                        headers: ["ETag"]), .notModified,
                ]),
            read(
                "/api/search", "search", "Finds words in the records, best first",
                """
                The set of hits is exactly that of `commit`. A word so common that ranking all its \
                hits would take long is cut: `truncated` is true.
                """, ["words", "searchSheet", "searchLimit"],
                answers: [.init(status: 200, text: "The hits.", content: .json("Hits"))]),
            read(
                "/api/attachments/{sheet}/{path}/{name}", "readAttachment",
                "The file beside a record",
                "Raster images are shown in place, all else is a download, and nothing may run.",
                ["sheet", "path", "name", "readIfNoneMatch", "range", "ifRange"],
                failures: readFailures + [413, 416],
                answers: [
                    .init(status: 200, text: "The file.", content: .file, headers: ["ETag"]),
                    .init(
                        status: 206, text: "The part asked for.", content: .file,
                        headers: ["ETag", "Content-Range"]), .notModified,
                ]),
        ]
    }

    private static func read(
        _ path: String, _ id: String, _ summary: String, _ description: String? = nil,
        _ parameters: [String] = [], failures: [Int] = readFailures, answers: [DescribedAnswer]
    ) -> DescribedOperation {
        DescribedOperation(
            method: .get, path: path, id: id, tag: .read, summary: summary,
            description: description, parameters: parameters + waiting, answers: answers,
            failures: failures)
    }

    static var writes: [DescribedOperation] {
        sheetWrites + recordWrites + [
            write(
                .put, "/api/attachments/{sheet}/{path}/{name}", "putAttachment",
                "Creates or replaces the file beside a record", nil, ["sheet", "path", "name"],
                sent("The file.", nil), [written, made]),
            write(
                .delete, "/api/attachments/{sheet}/{path}/{name}", "deleteAttachment",
                "Removes the file beside a record", nil, ["sheet", "path", "name"]),
            write(
                .post, "/api/transactions", "transact",
                "Several changes in one commit, all or nothing", nil, [],
                sent("What changes, in this order.", "Transaction"),
                [
                    .init(status: 200, text: "All is done.", content: .json("Transacted"))
                ], headers: ["author"]),
        ]
    }

    private static var sheetWrites: [DescribedOperation] {
        [
            write(
                .post, "/api/sheets/{sheet}", "createRecord",
                "A new record, at the path its fields give", "409 `exists` when there is one.",
                ["sheet"], sent("The record.", "Record"),
                [
                    .init(
                        status: 201, text: "Created.", content: .json("Written"),
                        headers: ["ETag", "Location"])
                ]),
            write(
                .put, "/api/sheets/{sheet}", "declareSheet",
                "Declares the sheet, or declares it anew",
                "The records there are must fit the new declaration.", ["sheet"],
                sent(
                    "The declaration, as in `.gitsheets/<sheet>.toml` below `[gitsheet]`.",
                    "Declaration"), [written, made]),
        ]
    }

    private static var recordWrites: [DescribedOperation] {
        [
            write(
                .put, "/api/sheets/{sheet}/{path}", "putRecord", "Creates or replaces a record",
                """
                Fields of the path template that are missing are taken from the path; where path \
                and fields disagree it is 422. A field keeps the TOML type it is stored with when \
                the JSON value can be read as one.
                """, ["sheet", "path"], sent("The whole record.", "Record"),
                [written, made]),
            write(
                .patch, "/api/sheets/{sheet}/{path}", "patchRecord", "Changes fields of a record",
                "A JSON merge patch (RFC 7396): `null` removes a field.", ["sheet", "path"],
                sent("The fields that change.", "Patch")),
            write(
                .delete, "/api/sheets/{sheet}/{path}", "deleteRecord", "Removes a record", nil,
                ["sheet", "path"]),
        ]
    }

    private static func write(
        _ method: HTTPRequest.Method, _ path: String, _ id: String, _ summary: String,
        _ description: String?, _ parameters: [String], _ body: DescribedOperation.Body? = nil,
        _ answers: [DescribedAnswer] = [written], headers: [String] = writeHeaders
    ) -> DescribedOperation {
        DescribedOperation(
            method: method, path: path, id: id, tag: .write, summary: summary,
            description: description, parameters: parameters + headers, body: body,
            answers: answers, failures: writeFailures)
    }

    private static func sent(_ text: String, _ schema: String?) -> DescribedOperation.Body {
        DescribedOperation.Body(text: text, schema: schema)
    }

    static var others: [DescribedOperation] {
        [
            DescribedOperation(
                method: .get, path: "/api/events", id: "followEvents", tag: .follow,
                summary: "Server-sent events: one `swap` for each swap",
                description: """
                    Begins with `state`, with `reset` when the events after `Last-Event-ID` cannot \
                    be told, or goes on after that event. Each `data` is JSON: `Event`. \
                    `X-Data-Commit` and `X-Data-Generation` say what was served when the stream \
                    began. It ends with the connection, or after an event `end`.
                    """,
                parameters: ["lastEventID"] + waiting,
                answers: [
                    .init(status: 200, text: "The stream.", content: .text("text/event-stream"))
                ], failures: readFailures.filter { $0 != 404 }),
            health(
                "/api/health/ready", "ready", "Whether records are served",
                "Staleness degrades the body, never the status.",
                .init(status: 200, text: "They are.", content: .json("Ready")),
                failures: [503] + anyFailures),
            health(
                "/api/health/live", "live", "Whether the process answers", nil,
                .init(status: 200, text: "It does.", content: .json("Live"), isStamped: false)),
            health(
                "/", "page", "The operator's page",
                "What is served, what is behind, and what needs a human, for people.",
                .init(
                    status: 200, text: "The page.", content: .text("text/html"),
                    isStamped: false)),
            health(
                "/metrics", "metrics", "Counters and gauges for Prometheus", nil,
                .init(
                    status: 200, text: "The Prometheus text format, version 0.0.4.",
                    content: .text("text/plain"), isStamped: false)),
            health(
                "/api/openapi.json", "describe", "This description", nil,
                .init(
                    status: 200, text: "OpenAPI 3.1.", content: .json("Record"),
                    isStamped: false)),
        ]
    }

    private static func health(
        _ path: String, _ id: String, _ summary: String, _ description: String?,
        _ answer: DescribedAnswer, failures: [Int] = anyFailures
    ) -> DescribedOperation {
        DescribedOperation(
            method: .get, path: path, id: id, tag: .health, summary: summary,
            description: description, answers: [answer], failures: failures)
    }
}
