// The table view of every list: sortable, columns that can be hidden, moved and are remembered,
// copy by keyboard. A model reset (a filter, many new rows) keeps selection, current row and scroll
// by id, and a row that a filter hid is selected again when it comes back.
#pragma once

#include <QHash>
#include <QTableView>

class QSettings;
class RecordModelBase;

/// How a table looks before the person changes it.
struct TableLayout {
    QHash<QString, int> widths; // column id -> width in average characters
    QString sortColumn; // column id
    Qt::SortOrder sortOrder = Qt::DescendingOrder;
};

class RecordTable : public QTableView
{
    Q_OBJECT

public:
    /// `name` is the accessible name and, in the settings, the key of the remembered columns.
    RecordTable(const QString &name, RecordModelBase &model, const TableLayout &layout,
                QSettings &settings, QWidget *parent = nullptr);

    /// The id of the current row; empty if none, or if it is not the highlighted one: what is done
    /// is done to what can be seen.
    QString currentId() const;
    /// Makes the row current and scrolls to it. If it is not there (yet), it is selected when it
    /// comes.
    void selectId(const QString &id);

signals:
    void currentIdChanged(const QString &id);
    /// The end of the rows is in sight: more may be fetched.
    void nearEnd();
    /// Enter or double click.
    void opened(const QString &id);
    /// A context menu for the current row is about to show; add actions.
    void menuRequested(QMenu *menu);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void selectionChanged(const QItemSelection &selected,
                          const QItemSelection &deselected) override;
    QItemSelectionModel::SelectionFlags selectionCommand(const QModelIndex &index,
                                                         const QEvent *event) const override;

private:
    void rememberPlace();
    void restorePlace();
    void tellCurrent();
    void restoreColumns(const TableLayout &layout);
    void saveColumns();
    void showColumnMenu(const QPoint &position);
    void copyCell();
    void copyRowsAsJson();
    void watchEnd();

    RecordModelBase &m_model;
    QSettings &m_settings;
    QString m_settingsKey;
    QString m_currentId; // wanted, even while its row is hidden
    QString m_toldId;
    QStringList m_selectedIds;
    QString m_topId;
    int m_currentColumn = 0;
    bool m_restoring = false;
};
