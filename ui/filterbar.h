// The filter field with what helps to write it: a completer for keys and their values, and filters
// saved under a name. Each page has saved filters of its own.
#pragma once

#include "tables/filter.h"

#include <QWidget>

class QAction;
class QCompleter;
class QLineEdit;
class QMenu;
class QSettings;
class QStringListModel;
class QToolButton;

class FilterBar : public QWidget
{
    Q_OBJECT

public:
    /// `settings` must outlive it.
    explicit FilterBar(QSettings &settings, QWidget *parent = nullptr);

    QLineEdit *edit() const { return m_edit; }
    QAction *saveAction() const { return m_save; }
    /// What the field filters now: `page` names it in the settings. Emits nothing.
    void setPage(const QString &page, const QList<FilterKeyName> &keys, const QString &text);
    /// Saves the present text under this name; an earlier one of that name is replaced.
    void save(const QString &name);
    /// Names and texts, in the order of the names.
    QList<QPair<QString, QString>> saved() const;

signals:
    void textChanged(const QString &text);

private:
    void fillMenu();
    void askName();
    void remove(const QString &name);
    void complete();
    void take(const QString &completion);
    QString word() const; // the one the cursor stands at the end of
    QString settingsKey() const;

    QSettings &m_settings;
    QString m_page;
    QList<FilterKeyName> m_keys;
    QLineEdit *m_edit;
    QToolButton *m_button;
    QMenu *m_menu;
    QAction *m_save;
    QStringListModel *m_words;
    QCompleter *m_completer;
};
