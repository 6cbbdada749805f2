<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context>
    <name>Actions</name>
    <message numerus="yes">
        <source>&amp;Undo cancelling %n document(s)</source>
        <translation>
            <numerusform>&amp;Undo cancelling %n document</numerusform>
            <numerusform>&amp;Undo cancelling %n documents</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>&amp;Undo moving %n document(s)</source>
        <translation>
            <numerusform>&amp;Undo moving %n document</numerusform>
            <numerusform>&amp;Undo moving %n documents</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>&amp;Undo removing %n document(s)</source>
        <translation>
            <numerusform>&amp;Undo removing %n document</numerusform>
            <numerusform>&amp;Undo removing %n documents</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Cancel %n document(s) again</source>
        <translation>
            <numerusform>Cancel %n document again</numerusform>
            <numerusform>Cancel %n documents again</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Move %n document(s) again</source>
        <translation>
            <numerusform>Move %n document again</numerusform>
            <numerusform>Move %n documents again</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Remove %n document(s) again</source>
        <translation>
            <numerusform>Remove %n document again</numerusform>
            <numerusform>Remove %n documents again</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CardDialog</name>
    <message numerus="yes">
        <source>Use %n card(s)</source>
        <translation>
            <numerusform>Use %n card</numerusform>
            <numerusform>Use %n cards</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CardStrip</name>
    <message numerus="yes">
        <source>and %n more card(s)</source>
        <translation>
            <numerusform>and %n more card</numerusform>
            <numerusform>and %n more cards</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Commands</name>
    <message numerus="yes">
        <source>%n document(s) already on the list.</source>
        <translation>
            <numerusform>%n document is on the list already.</numerusform>
            <numerusform>%n documents are on the list already.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n document(s) removed from the list. Results stay on disk.</source>
        <translation>
            <numerusform>%n document removed from the list. Its result stays on disk.</numerusform>
            <numerusform>%n documents removed from the list. Their results stay on disk.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Markdown of %n document(s) copied.</source>
        <translation>
            <numerusform>Markdown of %n document copied.</numerusform>
            <numerusform>Markdown of %n documents copied.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FolderDialog</name>
    <message numerus="yes">
        <source>Convert %n document(s)</source>
        <translation>
            <numerusform>Convert %n document</numerusform>
            <numerusform>Convert %n documents</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>HistoryCommands</name>
    <message numerus="yes">
        <source>%n batch(es) are taken out of the history. Results stay where they are.</source>
        <translation>
            <numerusform>%n batch is taken out of the history. Its results stay where they are.</numerusform>
            <numerusform>%n batches are taken out of the history. Results stay where they are.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Lines</name>
    <message numerus="yes">
        <source>… and %n more</source>
        <translation>
            <numerusform>… and %n more</numerusform>
            <numerusform>… and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%n failed</numerusform>
            <numerusform>%n failed</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Presence</name>
    <message numerus="yes">
        <source>%n converted</source>
        <translation>
            <numerusform>%n converted</numerusform>
            <numerusform>%n converted</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%n failed</numerusform>
            <numerusform>%n failed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n skipped</source>
        <translation>
            <numerusform>%n skipped</numerusform>
            <numerusform>%n skipped</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RoomSign</name>
    <message numerus="yes">
        <source>%n disk(s) full or away</source>
        <translation>
            <numerusform>%n disk full or away</numerusform>
            <numerusform>%n disks full or away</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RuleFields</name>
    <message numerus="yes">
        <source>%n level(s) deep</source>
        <translation>
            <numerusform>%n level deep</numerusform>
            <numerusform>%n levels deep</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Saving</name>
    <message numerus="yes">
        <source>%n result(s) saved in {folder}.</source>
        <translation>
            <numerusform>%n result saved in {folder}.</numerusform>
            <numerusform>%n results saved in {folder}.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StatusStrip</name>
    <message numerus="yes">
        <source>%n done</source>
        <translation>
            <numerusform>%n done</numerusform>
            <numerusform>%n done</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%n failed</numerusform>
            <numerusform>%n failed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n paused</source>
        <translation>
            <numerusform>%n paused</numerusform>
            <numerusform>%n paused</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n running</source>
        <translation>
            <numerusform>%n running</numerusform>
            <numerusform>%n running</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation>
            <numerusform>%n waiting</numerusform>
            <numerusform>%n waiting</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>WatchSign</name>
    <message numerus="yes">
        <source>%n folder(s) not there</source>
        <translation>
            <numerusform>%n folder not there</numerusform>
            <numerusform>%n folders not there</numerusform>
        </translation>
    </message>
</context>
</TS>
