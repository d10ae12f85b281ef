import Foundation
import ScenarioKit
import Testing

@Suite struct CanonicalFormTests {
    private static let untidy = """
        # modeline
        # about the file

        steps:
          - start: api   # at once
            # of the second
          - reload: {}
        # of the title
        title: x
        scenario: x
        history:   
          # of the graph
          graph: |
            A   origin:main local:main


        level: core
        # the last word
        """

    @Test func sectionsAreInOrderAndCommentsStayWithThem() throws {
        let text = try CanonicalForm(file: "x.yaml", text: Self.untidy).text
        #expect(
            text == """
                # modeline
                # about the file
                scenario: x
                # of the title
                title: x
                level: core

                history:
                  # of the graph
                  graph: |
                    A   origin:main local:main

                steps:
                  - start: api   # at once
                    # of the second
                  - reload: {}
                # the last word

                """)
    }

    @Test func everyScenarioIsInCanonicalForm() throws {
        let paths = try Selection.scenarios(below: "\(ScenarioText.root)/Scenarios")
        #expect(paths.count > 100)
        for path in paths {
            let text = try String(contentsOfFile: path, encoding: .utf8)
            let form = try CanonicalForm(file: path, text: text).text
            #expect(form == text, "\(path): run scenarios fmt")
        }
    }

    @Test func whatWouldSayElseIsRefused() {
        let text = "title: |+\n  x\n\n\nlevel: core\n"
        #expect(throws: Diagnostic.self) { try CanonicalForm(file: "x.yaml", text: text) }
    }
}
