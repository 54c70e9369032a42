// A table's columns as data. A column gives texts and sort keys of one record; colour and icons
// belong to the delegates of ui/. A new column is one entry of a list.
#pragma once

#include <QDateTime>
#include <QList>
#include <QString>
#include <functional>

/// What texts need besides the record.
struct TextContext {
    QDateTime now {}; // the server's clock
    std::function<QString(const QString &)> projectName {}; // by project id; may be empty
    std::function<QString(const QString &)> startedBy {}; // by job id; may be empty
    std::function<QString(const QString &)> batchPart {}; // by job id: "part 2 of 4"; may be empty

    /// The project's name, or its id where nobody knows it.
    QString project(const QString &id) const
    {
        const QString name = projectName && !id.isEmpty() ? projectName(id) : QString();
        return name.isEmpty() ? id : name;
    }
};

template <typename T> struct Column {
    const char *id = ""; // stable: for the remembered layout
    QString title {};
    QString (*text)(const T &, const TextContext &) = nullptr;
    qint64 (*sortKey)(const T &) = nullptr; // null: by text, as the locale sorts it
    Qt::Alignment alignment = Qt::AlignLeft | Qt::AlignVCenter;
    bool hiddenAtFirst = false;
    QString (*toolTip)(const T &, const TextContext &) = nullptr;
    /// What the filter's words look at; null: the text. Where the text has an age in it, give one
    /// that stays true while the clock goes on (it is made anew only with the record or its state).
    QString (*search)(const T &, const TextContext &) = nullptr;
    bool ageing = false; // the text depends on `now`
    qint64 (*sortKeyNow)(const T &, const TextContext &) = nullptr; // instead of sortKey
    /// What a file gets; null: the text. Times belong in UTC there.
    QString (*exported)(const T &, const TextContext &) = nullptr;
};
