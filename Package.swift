// swift-tools-version: 6.2
import PackageDescription

/// Every module: Swift 6 mode, no warning left, existential and import rules of the coming language.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

func module(_ name: String, _ dependencies: [Target.Dependency], path: String? = nil) -> Target {
    .target(name: name, dependencies: dependencies, path: path, swiftSettings: strict)
}

func program(
    _ name: String, _ dependencies: [Target.Dependency], path: String? = nil,
    exclude: [String] = []
) -> Target {
    .executableTarget(
        name: name, dependencies: dependencies, path: path, exclude: exclude,
        swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: dependencies, swiftSettings: strict)
}

extension Target.Dependency {
    static let argumentParser = product(name: "ArgumentParser", package: "swift-argument-parser")
    static let asyncHTTPClient = product(name: "AsyncHTTPClient", package: "async-http-client")
    static let collections = product(name: "Collections", package: "swift-collections")
    static let crypto = product(name: "Crypto", package: "swift-crypto")
    static let grdb = product(name: "GRDB", package: "GRDB.swift")
    static let sqlite = product(name: "GRDBSQLite", package: "GRDB.swift")
    static let hummingbird = product(name: "Hummingbird", package: "hummingbird")
    static let httpTypes = product(name: "HTTPTypes", package: "swift-http-types")
    static let logging = product(name: "Logging", package: "swift-log")
    static let metrics = product(name: "Metrics", package: "swift-metrics")
    static let nioCore = product(name: "NIOCore", package: "swift-nio")
    static let nioEmbedded = product(name: "NIOEmbedded", package: "swift-nio")
    static let nioPosix = product(name: "NIOPosix", package: "swift-nio")
    static let nioSSL = product(name: "NIOSSL", package: "swift-nio-ssl")
    static let nioHTTPTypes = product(name: "NIOHTTPTypes", package: "swift-nio-extras")
    static let nioHTTPTypesHTTP1 = product(
        name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras")
    static let nioHTTP1 = product(name: "NIOHTTP1", package: "swift-nio")
    static let serviceLifecycle = product(
        name: "ServiceLifecycle", package: "swift-service-lifecycle")
    static let unixSignals = product(name: "UnixSignals", package: "swift-service-lifecycle")
    static let subprocess = product(name: "Subprocess", package: "swift-subprocess")
    static let systemPackage = product(name: "SystemPackage", package: "swift-system")
    static let yams = product(name: "Yams", package: "Yams")
}

/// The commit that a build is made from, for `--version`. It comes from the environment: what
/// `Context.gitInformation` says is kept with the manifest, and still names the commit before.
let commit = (Context.environment["LIVETREE_COMMIT"] ?? "").filter { $0.isHexDigit || $0 == "+" }

let package = Package(
    name: "livetree",
    products: [
        .executable(name: "livetree", targets: ["livetree"]),
        .executable(name: "scenarios", targets: ["scenarios"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
    ],
    targets: [
        // values
        module("GitModel", []),
        module("JSONModel", []),
        .target(
            name: "CBuildInfo", cSettings: [.define("LIVETREE_COMMIT", to: "\"\(commit)\"")]),
        module("Meters", [.metrics]),
        .target(name: "CJemalloc", linkerSettings: [.linkedLibrary("jemalloc")]),
        module("Processes", ["CJemalloc", .systemPackage]),

        // effects
        .systemLibrary(
            name: "CLibgit2", pkgConfig: "libgit2", providers: [.apt(["libgit2-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        module(
            "GitAccess",
            [
                "CLibgit2", "CZlib", "GitModel", "Processes", .crypto, .logging, .subprocess,
                .systemPackage,
            ]),
        .target(name: "CTomlplusplus"),
        .target(name: "CValijson", linkerSettings: [.linkedLibrary("pcre2-8")]),
        module("Sheets", ["CTomlplusplus", "CValijson", "JSONModel"]),

        // core
        module(
            "LiveData",
            ["CZlib", "GitModel", "GitAccess", "Sheets", .grdb, .sqlite, .collections, .logging]),
        module("Reconcile", ["GitModel", "GitAccess", "Sheets", .logging]),
        module("Webhooks", ["GitModel", "JSONModel", .crypto]),
        module("Alerts", ["JSONModel", "Meters", .logging, .metrics]),
        module("Overview", ["JSONModel"]),

        // use cases
        module(
            "Reload",
            [
                "GitModel", "GitAccess", "LiveData", "Reconcile", "Sheets", "Alerts", "JSONModel",
                "Meters", .logging, .metrics, .serviceLifecycle,
            ]),

        module(
            "Commit",
            [
                "GitModel", "GitAccess", "Alerts", "JSONModel", "LiveData", "Meters", "Reconcile",
                "Sheets", .logging, .metrics, .serviceLifecycle,
            ]),

        module(
            "Push",
            [
                "GitModel", "GitAccess", "Alerts", "JSONModel", "Meters", .logging, .metrics,
                .serviceLifecycle,
            ]),

        module(
            "Hooks",
            [
                "GitModel", "JSONModel", "Meters", "Processes", "Webhooks", .logging, .metrics,
                .serviceLifecycle, .subprocess, .systemPackage, .yams,
            ]),

        module(
            "Cluster",
            ["JSONModel", .asyncHTTPClient, .logging, .nioCore, .nioHTTP1, .nioSSL]),

        // edge
        module(
            "HTTPAPI",
            [
                "GitModel", "GitAccess", "Sheets", "LiveData", "Webhooks", "Reload", "Reconcile",
                "Push", "Commit", "Hooks", "Alerts", "JSONModel", "Meters", "Overview",
                "Processes", .hummingbird,
                .httpTypes, .logging, .metrics, .nioCore, .nioHTTP1, .nioHTTPTypes,
                .nioHTTPTypesHTTP1,
                .serviceLifecycle,
            ]),

        // wiring
        module(
            "Assembly",
            [
                "CBuildInfo",
                "GitModel", "GitAccess", "Sheets", "LiveData", "Reconcile", "Webhooks", "Reload",
                "Push", "Commit", "Hooks", "Cluster", "HTTPAPI", "Alerts", "JSONModel", "Meters",
                "Overview", "Processes", .argumentParser,
                .hummingbird, .logging, .serviceLifecycle, .yams,
                .asyncHTTPClient, .httpTypes, .metrics, .nioCore, .nioHTTP1, .subprocess,
                .systemPackage, .unixSignals,
            ]),

        // mains
        program("livetree", ["Assembly"]),
        program(
            "livetree-mutant",
            [
                "Assembly", "Cluster", "GitAccess", "GitModel", "Hooks", "LiveData", "Reconcile",
                "Reload",
            ],
            path: "Harness/livetree-mutant"),
        program(
            "scenarios", ["ScenarioKit", "Simulation", .argumentParser],
            path: "Harness/scenarios"),
        program(
            "Benchmarks",
            [
                "GitModel", "GitAccess", "LiveData", .argumentParser, .crypto, .grdb, .httpTypes,
                .hummingbird, .logging, .nioCore,
            ],
            path: "Harness/Benchmarks",
            exclude: ["Guard/ratios.json", "Peer/git_http.py", "Peer/gitsheets_peer.py"]),

        // harness
        module(
            "ScenarioKit",
            [
                .argumentParser, .asyncHTTPClient, .crypto, .hummingbird, .httpTypes, .logging,
                .nioCore,
                .nioPosix, .nioHTTP1, .subprocess, .systemPackage, .unixSignals, .yams,
            ],
            path: "Harness/ScenarioKit"),

        module(
            "Simulation",
            [
                "GitModel", "GitAccess", "Push", "Reconcile", "Sheets", .logging,
            ],
            path: "Harness/Simulation"),

        // tests
        .target(
            name: "TestSupport",
            dependencies: [
                "GitModel", "JSONModel", .asyncHTTPClient, .logging, .nioCore, .nioHTTP1,
                .subprocess, .systemPackage,
            ],
            path: "Tests/TestSupport", swiftSettings: strict),
        tests("TidyTests", []),
        tests("ScenarioKitTests", ["ScenarioKit", "TestSupport"]),
        tests("SimulationTests", ["Simulation", "GitModel", "Reconcile"]),
        tests("GitModelTests", ["GitModel", "TestSupport"]),
        tests(
            "GitAccessTests",
            ["GitAccess", "GitModel", "TestSupport", .logging, .subprocess]),
        tests("ScenarioTests", ["ScenarioKit", "TestSupport", "livetree", "livetree-mutant"]),
        tests("SheetsTests", ["Sheets", "JSONModel"]),
        tests(
            "CrashTests",
            [
                "livetree", "livetree-mutant", "GitModel", "JSONModel", "TestSupport", .subprocess,
                .systemPackage,
            ]),
        tests("ClusterTests", ["Cluster", "JSONModel", "TestSupport", .logging]),
        tests("JSONModelTests", ["JSONModel"]),
        tests("MetersTests", ["Meters", .metrics]),
        tests("OverviewTests", ["Overview", "JSONModel"]),
        tests("ProcessesTests", ["Processes"]),
        tests("AlertsTests", ["Alerts", "JSONModel", "Meters", .logging]),
        tests(
            "ReconcileTests",
            ["Reconcile", "GitAccess", "GitModel", "Sheets", "TestSupport", .logging]),
        tests(
            "PushTests",
            [
                "Push", "Alerts", "GitAccess", "GitModel", "JSONModel", "Meters", "TestSupport",
                .logging, .serviceLifecycle, .subprocess,
            ]),
        tests(
            "CommitTests",
            [
                "Commit", "GitAccess", "GitModel", "JSONModel", "LiveData", "Reconcile",
                "TestSupport", .logging,
            ]),
        tests(
            "HooksTests",
            [
                "Hooks", "GitModel", "JSONModel", "Webhooks", "TestSupport", .logging,
                .serviceLifecycle, .subprocess, .systemPackage,
            ]),
        .testTarget(
            name: "WebhooksTests",
            dependencies: ["Webhooks", "GitModel", "JSONModel", .subprocess],
            exclude: ["Samples"], swiftSettings: strict),
        tests(
            "ReloadTests",
            [
                "Reload", "Reconcile", "Alerts", "GitAccess", "GitModel", "JSONModel", "LiveData",
                "Meters", "Sheets", "TestSupport", .logging,
            ]),
        tests(
            "HTTPAPITests",
            [
                "HTTPAPI", "Alerts", "GitAccess", "GitModel", "JSONModel", "LiveData", "Meters",
                "Reconcile", "Reload", "Sheets", "TestSupport", "Webhooks",
                .httpTypes, .hummingbird, .logging, .nioCore, .nioEmbedded, .nioHTTP1,
                .nioHTTPTypes, .nioHTTPTypesHTTP1, .serviceLifecycle,
            ]),
        tests(
            "AssemblyTests",
            [
                "Assembly", "livetree", "Alerts", "Cluster", "GitModel", "Hooks", "JSONModel",
                "LiveData", "Meters",
                "Overview", "TestSupport", .argumentParser,
                .asyncHTTPClient, .crypto, .logging, .nioCore, .nioHTTP1, .subprocess,
                .systemPackage,
            ]),
        tests(
            "LiveDataTests",
            ["LiveData", "GitAccess", "GitModel", "Sheets", "TestSupport", .grdb]),
    ],
    cxxLanguageStandard: .cxx20
)

/// Only for `scripts/fuzz`, in a build folder of its own: these programs have libFuzzer's `main`,
/// which the toolchain links in for `--sanitize=fuzzer` alone.
func fuzzTarget(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(
        name: name, dependencies: ["FuzzKit"] + dependencies, path: "Harness/Fuzzing/\(name)",
        swiftSettings: strict + [.unsafeFlags(["-parse-as-library"])])
}

if Context.environment["LIVETREE_FUZZ"] == "1" {
    package.targets += [
        module("FuzzKit", [], path: "Harness/Fuzzing/FuzzKit"),
        fuzzTarget("FuzzTOML", ["JSONModel", "Sheets"]),
        fuzzTarget("FuzzTemplate", ["Sheets"]),
        fuzzTarget(
            "FuzzPayload",
            ["GitModel", "HTTPAPI", "JSONModel", "Reload", "Webhooks", .crypto, .httpTypes]),
        fuzzTarget(
            "FuzzQuery",
            [
                "GitModel", "HTTPAPI", "JSONModel", "LiveData", "Sheets", .grdb, .httpTypes,
                .nioCore, .nioHTTP1,
            ]),
        fuzzTarget("FuzzScenario", ["ScenarioKit"]),
    ]
}
