import GitModel
import LiveData
import TestSupport
import Testing

@testable import Assembly

@Suite("Configuration") struct ConfigurationTests {
    private func configuration(
        _ environment: [String: String], file: String? = nil
    ) throws(StopReason) -> Configuration {
        var full = ["CFP_DATA_REPO_PATH": "/srv/data.git"]
        full.merge(environment) { _, new in new }
        return try Configuration(Settings(environment: full, configFile: file))
    }

    private func refusal(
        _ environment: [String: String], file: String? = nil
    ) -> StopReason? {
        do throws(StopReason) {
            _ = try configuration(environment, file: file)
            return nil
        } catch {
            return error
        }
    }

    @Test func hasTheDefaultsOfTheContract() throws {
        let made = try configuration([:])
        #expect(made.repositoryPath == "/srv/data.git")
        #expect(made.remote == nil)
        #expect(made.branch.text == "main")
        #expect(made.badRecords == .refuse)
        #expect(made.pollInterval == .seconds(900))
        #expect(made.fetchTimeout == .seconds(60))
        #expect(made.clientTimeout == .seconds(75))
        #expect(made.internalAddress == nil)
    }

    @Test func theInternalPortIsOnThisMachineUnlessItIsSaid() throws {
        let made = try configuration(["CFP_INTERNAL_PORT": "8081"])
        #expect(made.internalAddress?.host == "127.0.0.1" && made.internalAddress?.port == 8081)
        let told = try configuration(["CFP_INTERNAL_PORT": "0", "CFP_INTERNAL_HOST": "10.0.0.1"])
        #expect(told.internalAddress?.host == "10.0.0.1" && told.internalAddress?.port == 0)
    }

    @Test func readsEveryVariable() throws {
        let made = try configuration([
            "CFP_DATA_REMOTE": "git@example.org:a/b.git", "CFP_DATA_BRANCH": "release/1",
            "CFP_DATA_BAD_RECORDS": "skip", "CFP_DATA_POLL_INTERVAL": "0",
            "CFP_FETCH_TIMEOUT": "5s", "CFP_DATA_DIVERGENCE": "refuse",
        ])
        #expect(made.remote == "git@example.org:a/b.git")
        #expect(made.branch.text == "release/1")
        #expect(made.badRecords == .skip)
        #expect(made.pollInterval == .zero)
        #expect(made.fetchTimeout == .seconds(5))
    }

    @Test func anEmptyValueCountsAsUnset() throws {
        let made = try configuration(["CFP_DATA_REMOTE": "", "CFP_DATA_BRANCH": ""])
        #expect(made.remote == nil && made.branch.text == "main")
    }

    @Test(arguments: [
        ("CFP_DATA_REPO_PATH", ""), ("CFP_DATA_REMOTE", "--upload-pack=x"),
        ("CFP_DATA_BRANCH", "-x"), ("CFP_DATA_BRANCH", "a..b"), ("CFP_DATA_BRANCH", "a b"),
        ("CFP_DATA_BRANCH", "HEAD"), ("CFP_DATA_DIVERGENCE", "ignore"),
        ("CFP_DATA_DIVERGENCE", "Refuse"), ("CFP_DATA_BAD_RECORDS", "drop"),
        ("CFP_DATA_POLL_INTERVAL", "15"), ("CFP_DATA_POLL_INTERVAL", "soon"),
        ("CFP_DATA_POLL_INTERVAL", "-1s"), ("CFP_FETCH_TIMEOUT", "0"),
        ("CFP_FETCH_TIMEOUT", "0s"), ("CFP_FETCH_TIMEOUT", "x"),
        ("CFP_DATA_RELOAD_SECRET_FILE", "/nonexistent/secret"),
        ("GITHUB_WEBHOOK_SECRET_FILE", "/nonexistent/secret"),
        ("CFP_DATA_BRANCH_FILE", "/nonexistent/branch"), ("CFP_CLIENT_TIMEOUT", "999ms"),
        ("CFP_CLIENT_TIMEOUT", "75"), ("CFP_INTERNAL_PORT", "65536"), ("CFP_INTERNAL_PORT", "-1"),
        ("CFP_INTERNAL_PORT", "http"), ("CFP_INTERNAL_HOST", "127.0.0.1"),
    ])
    func aBadValueIsRefusedByName(variable: String, value: String) {
        let reason = refusal([variable: value])
        #expect(reason?.code == .badConfiguration)
        #expect(reason?.message.contains(variable) == true)
    }

    @Test func theExitCodesAreThoseOfSysexits() {
        #expect(ExitCode.badConfiguration.rawValue == 78)
        #expect(ExitCode.tryAgainLater.rawValue == 75)
        #expect(ExitCode.remoteUnavailable.rawValue == 69)
        #expect(ExitCode.usage.rawValue == 64 && ExitCode.badData.rawValue == 65)
        #expect(ExitCode.internalError.rawValue == 70 && ExitCode.inputOutput.rawValue == 74)
    }

    @Test func aFileIsReadAgainAtEachCall() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("one\n", to: "secret")
        let settings = try Settings(
            environment: ["CFP_DATA_RELOAD_SECRET_FILE": path], configFile: nil)
        #expect(try settings.text("CFP_DATA_RELOAD_SECRET") == "one")
        try folder.write("two\r\n", to: "secret")
        #expect(try settings.text("CFP_DATA_RELOAD_SECRET") == "two")
        try folder.write("three\n\n", to: "secret")
        #expect(try settings.text("CFP_DATA_RELOAD_SECRET") == "three\n")
        try folder.write("", to: "secret")
        #expect(try settings.text("CFP_DATA_RELOAD_SECRET") ?? "" == "")
    }

    @Test func theVariableItselfComesFirstThenItsFileThenTheConfiguration() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("CFP_DATA_BRANCH: fromYAML\n", to: "c.yaml")
        let branch = try folder.write("fromFile", to: "branch")
        #expect(try configuration([:], file: file).branch.text == "fromYAML")
        #expect(
            try configuration(["CFP_DATA_BRANCH_FILE": branch], file: file).branch.text
                == "fromFile")
        #expect(
            try configuration(
                ["CFP_DATA_BRANCH_FILE": branch, "CFP_DATA_BRANCH": "fromName"], file: file
            ).branch.text == "fromName")
    }

    @Test func theFileMayHoldEverySettingAndHooks() throws {
        let folder = try TemporaryFolder()
        let secret = try folder.write("s\n", to: "secret")
        let file = try folder.write(
            """
            # the server's own clone
            CFP_DATA_REPO_PATH: /srv/other.git
            CFP_FETCH_TIMEOUT: 7s
            CFP_DATA_POLL_INTERVAL: 0
            CFP_DATA_RELOAD_SECRET_FILE: \(secret)
            hooks:
              gitops:
                repositories: [{name: acme/*, branches: [main], command: ["true"]}]
            """, to: "c.yaml")
        let settings = try Settings(environment: [:], configFile: file)
        let made = try Configuration(settings)
        #expect(made.repositoryPath == "/srv/other.git")
        #expect(made.fetchTimeout == .seconds(7))
        #expect(made.pollInterval == .zero)
        #expect(try settings.text("CFP_DATA_RELOAD_SECRET") == "s")
    }

    @Test func anEmptyFileIsNoSettings() throws {
        let folder = try TemporaryFolder()
        #expect(try configuration([:], file: folder.write("", to: "c.yaml")).branch.text == "main")
    }

    struct BadFile: CustomTestStringConvertible, Sendable {
        let text: String
        /// What the message names.
        let names: String
        var testDescription: String { text }
    }

    @Test(arguments: [
        BadFile(text: "CFP_DATA_BRANCH: main\nNOT_A_SETTING: 1\n", names: ":2: NOT_A_SETTING"),
        BadFile(text: "\n\nCFP_DATA_BRANCH: [a, b]\n", names: ":3: CFP_DATA_BRANCH"),
        BadFile(text: "CFP_DATA_BRANCH: {a: b}\n", names: ":1: CFP_DATA_BRANCH"),
        BadFile(text: "? [a]\n: b\n", names: ":1"), BadFile(text: "- a\n", names: "c.yaml"),
        BadFile(text: "just text\n", names: "c.yaml"),
        BadFile(text: "a: b: c\n", names: "c.yaml"), BadFile(text: "a: \"b\n", names: "c.yaml"),
        BadFile(text: "CFP_DATA_BRANCH: a b\n", names: "CFP_DATA_BRANCH"),
    ])
    func aBadFileIsRefusedWithItsLine(row: BadFile) throws {
        let folder = try TemporaryFolder()
        let reason = refusal([:], file: try folder.write(row.text, to: "c.yaml"))
        #expect(reason?.code == .badConfiguration)
        #expect(reason?.message.contains(row.names) == true, "\(reason?.message ?? "accepted")")
    }

    @Test func aMissingFileIsRefused() {
        let reason = refusal([:], file: "/nonexistent/c.yaml")
        #expect(reason?.code == .badConfiguration)
        #expect(reason?.message.contains("/nonexistent/c.yaml") == true)
    }
}
