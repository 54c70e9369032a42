// Everything known of one transfer: of the file chosen its state, hashes and verdict, what the
// archive holds, what to do next, and what went wrong with the way out. It follows the selection
// and never jumps.
#pragma once

#include "transfers/nextsteps.h"
#include "transfers/transfercolumns.h"

#include <QWidget>

class Banner;
class FactsView;
class QLabel;
class QPlainTextEdit;
class QPushButton;
class QStackedWidget;
class QTabWidget;
class QTableWidget;
class TransferParts;

class TransferDetails : public QWidget
{
    Q_OBJECT

public:
    explicit TransferDetails(QWidget *parent = nullptr);

    /// `profileName` says whose login it uses.
    void setRow(const TransferRow &row, const QString &profileName, const BackupOrigin &origin);
    void clear();
    /// The path of the file chosen; its partial name while it is one.
    QString currentPath() const;

signals:
    void newJobRequested();

private:
    QWidget *makeTabs();
    void showPart();
    void showBanner();
    void showArchive(const TransferPart &part);
    void showSteps();
    QList<Fact> facts(const TransferPart &part) const;
    /// Of the file chosen; -1 if there is none.
    qsizetype currentIndex() const;
    const TransferPart *currentPart() const;

    TransferRow m_row;
    QString m_profileName;
    BackupOrigin m_origin;
    ArchiveListing m_archive;
    QString m_bannerText;
    QStackedWidget *m_stack;
    QLabel *m_icon;
    QLabel *m_headline;
    TransferParts *m_parts;
    Banner *m_banner;
    QTabWidget *m_tabs;
    FactsView *m_facts;
    QLabel *m_archiveNote;
    QTableWidget *m_entries;
    QLabel *m_steps;
    QPlainTextEdit *m_commands;
    QPushButton *m_copyCommands;
};
