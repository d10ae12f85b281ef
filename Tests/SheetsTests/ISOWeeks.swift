import Foundation

/// ISO weeks as Foundation counts them.
enum ISOWeeks {
    /// Each day of the years with its `YYYY/WW`.
    static func allDays(from first: Int, through last: Int) -> [(day: String, week: String)] {
        var calendar = Calendar(identifier: .iso8601)
        calendar.timeZone = .gmt
        var day = Date(timeIntervalSince1970: Double(first - 1970) * 365.25 * 86_400)
        var days: [(String, String)] = []
        while true {
            let parts = calendar.dateComponents(
                [.year, .month, .day, .yearForWeekOfYear, .weekOfYear], from: day)
            guard let year = parts.year, year <= last, let month = parts.month,
                let number = parts.day, let weekYear = parts.yearForWeekOfYear,
                let week = parts.weekOfYear
            else { return days }
            days.append(
                (
                    String(format: "%04d-%02d-%02d", year, month, number),
                    String(format: "%04d/%02d", weekYear, week)
                ))
            day += 86_400
        }
    }
}
