#include "widgets/instantedit.h"

#include <QApplication>
#include <QClipboard>
#include <QKeyEvent>
#include <QLineEdit>
#include <utility>

namespace {

constexpr qsizetype kDateLength = 10; // 2026-11-19

/// Local, to the second; invalid if the text is no date with a time.
QDateTime instantIn(const QString &text)
{
    const QString wanted = text.trimmed();
    const QDateTime time = QDateTime::fromString(wanted, Qt::ISODate);
    return time.isValid() && wanted.size() > kDateLength
        ? QDateTime::fromSecsSinceEpoch(time.toSecsSinceEpoch())
        : QDateTime();
}

} // namespace

// The context menu pastes without a key. Keys alone never come to a T.
QValidator::State InstantEdit::validate(QString &input, int &pos) const
{
    const QString wanted = input.trimmed();
    if (wanted.size() > kDateLength && wanted.at(kDateLength) == QLatin1Char('T')) {
        if (const QDateTime time = instantIn(wanted); time.isValid()) {
            input = textFromDateTime(time);
            pos = int(input.size());
        }
    }
    return QDateTimeEdit::validate(input, pos);
}

void InstantEdit::keyPressEvent(QKeyEvent *event)
{
    const int key = event->key();
    if ((key >= Qt::Key_Shift && key <= Qt::Key_CapsLock) || key == Qt::Key_AltGr) {
        QDateTimeEdit::keyPressEvent(event); // on the way to a ':', perhaps
        return;
    }
    const int movedTo = std::exchange(m_movedTo, -1);
    if (event->matches(QKeySequence::Paste) && !isReadOnly()) {
        const QDateTime time = instantIn(QApplication::clipboard()->text());
        if (time.isValid()) {
            setDateTime(time);
            return;
        }
    }
    const QString text = event->text();
    const bool plain = text.size() == 1 && text.at(0).isPrint()
        && !(event->modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier));
    if (!plain) {
        QDateTimeEdit::keyPressEvent(event);
        return;
    }
    // QDateTimeEdit takes the separator as one more step, away from the section just reached.
    if (!text.at(0).isDigit() && movedTo >= 0 && movedTo == currentSectionIndex())
        return;
    // It drops what is typed over everything.
    if (text.at(0).isDigit() && lineEdit()->selectedText() == lineEdit()->text())
        setSelectedSection(sectionAt(0));
    const int before = currentSectionIndex();
    QDateTimeEdit::keyPressEvent(event);
    if (text.at(0).isDigit() && currentSectionIndex() != before)
        m_movedTo = currentSectionIndex();
}
