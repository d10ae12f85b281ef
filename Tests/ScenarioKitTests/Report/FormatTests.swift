import Foundation
import Testing

@testable import ScenarioKit

@Suite("Reports for machines")
struct FormatTests {
    @Test func junitIsXMLThatOtherProgramsCount() async throws {
        let xml = JUnitReport.text(SampleRun.summary)
        let script = """
            import sys, xml.etree.ElementTree as tree
            root = tree.fromstring(sys.stdin.buffer.read())
            assert root.tag == "testsuites"
            suite, = root.findall("testsuite")
            assert suite.get("name") == "reload", suite.attrib
            assert (suite.get("tests"), suite.get("failures"), suite.get("errors"),
                suite.get("skipped")) == ("4", "1", "0", "1"), suite.attrib
            seen = {p.get("name"): p.get("value") for p in suite.iter("property")}
            assert seen == {"seed": "7", "git": "2.39.5", "server": "livetree 0.1.0"}, seen
            cases = suite.findall("testcase")
            assert [len(c.findall("failure")) for c in cases] == [0, 1, 0, 0]
            assert [len(c.findall("skipped")) for c in cases] == [0, 0, 1, 0]
            assert "<script>alert('x')</script>" in cases[1].get("name")
            assert "wanted <a> & \\"b\\"" in cases[1].find("failure").text
            """
        let python = ScenarioKit.GitProgram(
            path: "/usr/bin/env", environment: ProcessInfo.processInfo.environment)
        let answer = try await python.run(
            ["python3", "-c", script], in: "/", input: Array(xml.utf8))
        #expect(answer.status == 0, "\(answer.error)\n\(xml)")
    }

    @Test func tapIsOfVersion14() throws {
        let lines = TAPReport.text(SampleRun.summary).split(
            separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.prefix(2) == ["TAP version 14", "1..4"])
        let points = lines.filter { $0.hasPrefix("ok") || $0.hasPrefix("not ok") }
        #expect(points.count == 4)
        #expect(points.first == "ok 1 - case")
        // What stands before a directive is escaped, and a directive is not.
        #expect(points[2].hasPrefix("ok 3 - left-out # SKIP needs \\# \\\\ <script>"))
        #expect(points[3] == "not ok 4 - known # TO" + "DO issue \\#7")
        let start = try #require(lines.firstIndex(of: "  ---"))
        let end = try #require(lines.firstIndex(of: "  ..."))
        #expect(lines[start - 1].hasPrefix("not ok 2 - bad"))
        #expect(lines[start...end].allSatisfy { $0.hasPrefix("  ") })
        let known = /^(TAP version 14|1\.\.\d+|(not )?ok \d+ - .*|  .*|# .*|)$/
        #expect(lines.allSatisfy { $0.wholeMatch(of: known) != nil })
    }

    @Test func jsonHoldsWhatWasExpectedAndSeen() throws {
        let text = JSONReport.text(SampleRun.summary)
        let json = try #require(JSONText.parse(Array(text.dropLast().utf8)))
        #expect(json["summary"]?.text == "2 passed, 1 failed, 1 skipped")
        let failed = try #require(json["cases"]?.items?[1])
        let mismatch = try #require(failed["failure"]?["mismatches"]?.items?.first)
        #expect(mismatch["expected"]?.text == "200")
        #expect(mismatch["seen"]?.text == "503 \(SampleRun.hostile)")
        #expect(mismatch["place"]?.text?.hasSuffix(".yaml:9:5") == true)
        let torn = failed["invariants"]?.items?.first { $0["name"]?.text == "no-torn-read" }
        #expect(torn?["state"]?.text == "broken")
        let refs = try #require(failed["after"]?["refs"]?.items)
        #expect(refs.map { $0["name"]?.text } == ["B", "B"])
    }

    @Test func linesOfJSONEachStandAlone() throws {
        let lines = JSONReport.lines(SampleRun.summary).split(separator: "\n")
        let values = try lines.map { try #require(JSONText.parse(Array($0.utf8))) }
        #expect(values.map { $0["type"]?.text } == ["case", "case", "case", "case", "summary"])
        #expect(values.last?["failed"]?.double == 1)
    }

    @Test(arguments: ["what=x", "junit", "", "junit=a,what=b", "junit=a,tap=a", "tap=-,json=-"])
    func aReportThatCannotBeWrittenIsRefused(text: String) {
        #expect(ReportTarget.parse(text) == nil)
    }

    @Test func anyCombinationOfReportsIsTaken() throws {
        let targets = try #require(
            ReportTarget.parse("junit=a,tap=-,json=b,ndjson=c,html=d"))
        #expect(targets.map(\.format) == [.junit, .tap, .json, .ndjson, .html])
        #expect(targets.allSatisfy { !$0.text(of: SampleRun.summary).isEmpty })
    }
}
