// The tab "Transfers": all downloads of this computer, whatever profile is open, what can be done
// with them, and the details of the current one. A file dropped on it is verified.
#pragma once

#include "tables/recordmodel.h"
#include "transfers/transfercolumns.h"

#include <QWidget>
#include <functional>

class EmptyState;
class QPushButton;
class QSettings;
class QStackedLayout;
class RecordTable;
class TransferDetails;

class TransfersPage : public QWidget
{
    Q_OBJECT

public:
    /// Both must outlive the page. `profileName` gives the name of a profile by its id.
    TransfersPage(TransferDesk &desk, QSettings &settings,
                  std::function<QString(const QString &)> profileName, QWidget *parent = nullptr);

    void setFilter(const QString &text);
    QString filter() const { return m_filter; }
    void selectTransfer(const QString &id);

signals:
    /// The person wants a new download job for a transfer whose link is gone for good.
    void newJobRequested(const QString &transferId);
    /// Empty: no file is chosen yet.
    void verifyRequested(const QString &path);

protected:
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    QWidget *makeButtons();
    QPushButton *button(const QString &text, const char *name, void (TransfersPage::*act)());
    void syncRows();
    void showCurrent();
    void updateButtons();
    QStringList selectedIds() const;
    QList<TransferRow> selectedRows() const;
    void pauseSelected();
    void resumeSelected();
    void pauseAll();
    void resumeAll();
    void askToRemove();
    void remove(const QStringList &ids, bool discard);
    void showInFolder();
    void verify();
    void openLimits();

    TransferDesk &m_desk;
    QSettings &m_settings;
    std::function<QString(const QString &)> m_profileName;
    QString m_filter;
    RecordModel<TransferRow> m_model;
    RecordTable *m_table;
    TransferDetails *m_details;
    QStackedLayout *m_stack;
    QPushButton *m_pause = nullptr;
    QPushButton *m_resume = nullptr;
    QPushButton *m_pauseAll = nullptr;
    QPushButton *m_resumeAll = nullptr;
    QPushButton *m_remove = nullptr;
    QPushButton *m_show = nullptr;
};
