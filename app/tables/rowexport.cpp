#include "tables/rowexport.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace {

QByteArray csvCell(QString text)
{
    // Spreadsheets run what begins so, whatever stands around it.
    static const QString formula = QStringLiteral("=+-@\t\r\n");
    if (!text.isEmpty() && formula.contains(text.front()))
        text.prepend(u'\'');
    const bool quoted = std::any_of(text.cbegin(), text.cend(), [](QChar c) {
        return c == u'"' || c == u',' || c == u';' || c == u'\n' || c == u'\r';
    });
    if (quoted)
        text = u'"' + text.replace(u'"', QStringLiteral("\"\"")) + u'"';
    return text.toUtf8();
}

QString cell(const RecordModelBase &model, int row, int column)
{
    return model.index(row, column).data(RecordModelBase::ExportRole).toString();
}

} // namespace

QByteArray rowsAsCsv(const RecordModelBase &model, const QList<int> &rows,
                     const QList<int> &columns)
{
    QByteArray csv;
    const auto line = [&](const auto &text) {
        for (qsizetype i = 0; i < columns.size(); ++i) {
            csv += i > 0 ? "," : "";
            csv += csvCell(text(columns.at(i)));
        }
        csv += "\r\n";
    };
    line([&](int column) { return model.headerData(column, Qt::Horizontal).toString(); });
    for (const int row : rows)
        line([&](int column) { return cell(model, row, column); });
    return csv;
}

QByteArray rowsAsJson(const RecordModelBase &model, const QList<int> &rows,
                      const QList<int> &columns)
{
    QJsonArray list;
    for (const int row : rows) {
        QJsonObject object;
        for (const int column : columns) {
            const QString id =
                model.headerData(column, Qt::Horizontal, RecordModelBase::IdRole).toString();
            object.insert(id, cell(model, row, column));
        }
        list.append(object);
    }
    return QJsonDocument(list).toJson();
}
