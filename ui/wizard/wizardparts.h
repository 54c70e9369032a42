// Small widgets that several pages of the wizard are made of.
#pragma once

#include "atlas/inventory.h"
#include "style/theme.h"

#include <QHash>
#include <QWidget>

class QGridLayout;
class QLabel;
class QPushButton;

/// Text of ours or the service's, never taken for markup, wrapped, selectable by mouse.
QLabel *makeText(QWidget *parent, const QString &text = {});
/// A button that Enter never presses.
QPushButton *makeButton(QWidget *parent, const QString &text, const char *objectName);
/// A label for a field, tied to it.
QLabel *makeBuddy(QWidget *parent, const QString &text, QWidget *field);
/// Text for a button or a check box, where & would make a mnemonic.
QString escapeMnemonic(const QString &text);
/// "M5 · 7.0.14 · IDLE", with the words for a paused one.
QString clusterFacts(const Cluster &cluster);

/// Label and value in two columns. Values are plain text; identifiers stand in monospace.
class FactGrid : public QWidget
{
public:
    explicit FactGrid(QWidget *parent = nullptr);
    /// The value's label, to change later.
    QLabel *addRow(const QString &label, bool identifier = false);
    /// Value and label of a row; an empty value hides both.
    void setValue(QLabel *value, const QString &text);

private:
    QHash<QLabel *, QLabel *> m_names; // by value
    QGridLayout *m_grid;
};

/// One line with the icon and the colour of its tone; hidden while it has no text.
class ToneLine : public QWidget
{
public:
    explicit ToneLine(QWidget *parent = nullptr);
    void show(const QString &iconName, theme::Tone tone, const QString &text);
    void clear();
    void setTextFont(const QFont &font);
    QString text() const;

protected:
    void changeEvent(QEvent *event) override;

private:
    void restyle();

    QString m_iconName;
    theme::Tone m_tone = theme::Tone::Neutral;
    QLabel *m_icon;
    QLabel *m_text;
};
