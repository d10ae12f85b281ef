/// A day of the proleptic Gregorian calendar in UTC, counted from 1970-01-01.
///
/// The conversions are Howard Hinnant's (https://howardhinnant.github.io/date_algorithms.html).
struct CalendarDay: Hashable {
    let number: Int
    let year: Int
    let month: Int
    let day: Int

    init(number: Int) {
        self.number = number
        let shifted = number + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// Nil when there is no such day.
    init?(year: Int, month: Int, day: Int) {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        self.init(number: era * 146_097 + dayOfEra - 719_468)
        guard self.year == year, self.month == month, self.day == day else { return nil }
    }

    /// The ISO 8601 week: it belongs to the year that holds its Thursday.
    var isoWeek: (year: Int, week: Int) {
        let daysFromMonday = ((number + 3) % 7 + 7) % 7
        let thursday = CalendarDay(number: number - daysFromMonday + 3)
        guard let newYear = CalendarDay(year: thursday.year, month: 1, day: 1) else {
            preconditionFailure("every year has a first of January")
        }
        return (thursday.year, (thursday.number - newYear.number) / 7 + 1)
    }
}
