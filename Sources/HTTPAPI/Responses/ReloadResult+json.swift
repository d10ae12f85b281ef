package import JSONModel
package import Reload

extension ReloadResult {
    /// What CONTRACT §3 answers: the report, or the error.
    package var json: JSON {
        switch self {
        case .done(let report): report.json
        case .refused(let refusal): ErrorResponses.response(to: refusal).body
        }
    }
}
